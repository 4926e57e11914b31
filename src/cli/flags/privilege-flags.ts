import { Flags } from '@oclif/core'

/** `-d/--database`, to list the privileges in some databases only. */
export const databaseFilter = {
  database: Flags.string({
    char: 'd',
    multiple: true,
    helpValue: 'DATABASE',
    summary: 'Database to inspect. When not provided, all databases are inspected.',
  }),
}

/** `-r/--role`, to list the privileges of some roles only. */
export const roleFilter = {
  role: Flags.string({
    char: 'r',
    multiple: true,
    helpValue: 'ROLE',
    summary: 'Role to inspect. When not provided, all roles are inspected.',
  }),
}

/** `--default`, for what objects made later will have. */
export const defaultPrivileges = {
  default: Flags.boolean({ summary: 'Display default privileges.' }),
}
