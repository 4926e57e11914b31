/** Kinds of objects that privileges are listed for. */
export type PrivilegeObjectType = 'TABLE' | 'SEQUENCE' | 'FUNCTION' | 'TYPE' | 'VIEW' | 'SCHEMA'

/** Privileges that future objects will have: one item of `privileges --default`. Keys in the order of the JSON. */
export interface DefaultPrivilege {
  readonly database: string
  readonly schema: string
  readonly object_type: PrivilegeObjectType
  readonly role: string
  /** Sorted: `SELECT`, `UPDATE`. */
  readonly privileges: readonly string[]
}

/** Privileges on an existing object: one item of `privileges`. */
export interface Privilege extends DefaultPrivilege {
  readonly object_name: string
  /** Privileges by column; `{}` when there are none. */
  readonly column_privileges: Readonly<Record<string, readonly string[]>>
}
