import type { Service } from '@pglift/sdk'

/**
 * Bytes that stand for themselves in the name of an instance of a unit (systemd.unit(5), "String Escaping"). `-` does, as
 * everybody writes `15-main`: the specifier `%I` gives `15/main` then. So does `@`, which systemd takes there: `%i` in the
 * path of a configuration file is what the file is called.
 */
const PLAIN = /[A-Za-z0-9:_.@-]/

/** An instance as the name of a unit has it. */
export function escaped(instance: string): string {
  const bytes = [...Buffer.from(instance, 'utf8')]
  return bytes
    .map((byte) => {
      const character = String.fromCharCode(byte)
      return PLAIN.test(character) ? character : `\\x${byte.toString(16).padStart(2, '0')}`
    })
    .join('')
}

/** `pglift-postgresql@15-main.service`; `pglift-pgbackrest.service` for a service of the site. */
export function serviceUnit({ name, instance }: Pick<Service, 'instance' | 'name'>): string {
  return instance === '' ? `pglift-${name}.service` : `pglift-${name}@${escaped(instance)}.service`
}

/** `pglift-backup@15-main.timer`. */
export function timerUnit({ name, instance }: { readonly name: string; readonly instance: string }): string {
  return `pglift-${name}@${escaped(instance)}.timer`
}
