import { defineModel, type Secret, secret, text } from '@pglift/sdk'

/** What `pglift patroni set-password` takes. */
export interface RolePassword {
  readonly role: string
  readonly password: Secret
}

/** A role and its password. */
export const PasswordModel = defineModel<RolePassword>(
  'RolePassword',
  {
    role: text({
      hidden: true,
      description: 'Name of the role.',
      createOnly: true,
      minLength: 1,
      examples: ['replication'],
    }),
    password: secret({ description: 'Its password.', writeOnly: true }),
  },
  { description: 'Password of a role that members of a cluster connect as.' },
)
