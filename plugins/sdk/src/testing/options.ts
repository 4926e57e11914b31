import type { Register } from '../../../../src/host/component.js'

/** What the test kit needs to know of a component. */
export interface ContractOptions {
  /** Folder of the component's package.json. */
  readonly root: string
  /** Loads its `pglift:register` module: `() => import('../src/register.js')`. */
  readonly register: () => Promise<{ readonly default: Register }>
  /** A section of settings.yaml; `DIRECTORY` in it stands for a folder that is made for the test. */
  readonly section: Readonly<Record<string, unknown>>
  /** What the component needs of the section `postgresql`: `{replrole: 'replication'}`. */
  readonly postgresql?: Readonly<Record<string, unknown>>
  /** Its fields of an instance's manifest: `{pgbackrest: {stanza: 'main'}}`. */
  readonly fields?: Readonly<Record<string, unknown>>
  /** Kinds of steps whose `undo` can't be tried here, because it needs a program or a server. */
  readonly notUndone?: readonly string[]
}
