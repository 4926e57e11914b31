import {
  type ComponentInstanceField,
  type ComposedInstance,
  type InstanceManifest,
  nullable,
  object,
  type Secret,
  secret,
} from '@pglift/sdk'

/** The field `powa` of an instance. */
export interface PowaField {
  readonly password: Secret | null
}

/** What a manifest says; null: the instance goes without PoWA. */
export function fieldOf(desired: InstanceManifest): PowaField | null {
  return ((desired as ComposedInstance).powa ?? null) as PowaField | null
}

/** The field: every instance has PoWA, unless its manifest says `powa: null`. */
export const instanceField: ComponentInstanceField = {
  name: 'powa',
  default: {},
  schema: nullable(
    object(
      {
        password: nullable(
          secret({
            description: 'Password of PostgreSQL role for PoWA.',
            writeOnly: true,
            examples: ['s3kret'],
          }),
        ),
      },
      { description: 'Configuration for the PoWA service, if enabled in site settings.' },
    ),
  ),
}
