import { inspect } from 'node:util'

/**
 * A password or key. It prints, serialises and inspects as `***`, so that it can travel in models, plans and
 * errors; `reveal()` is called only where it leaves for PostgreSQL or a 0600 file.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return '***'
  }

  toJSON(): string {
    return '***'
  }

  [inspect.custom](): string {
    return '***'
  }
}
