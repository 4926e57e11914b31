import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lend } from '../../../src/cli/components/lend.js'
import { COMPONENT_API, type Component, type Register } from '../../../src/host/component.js'
import { jsonFaults } from './testing/json.js'
import { type Rehearsal, type RehearsedSite, rehearse } from './testing/rehearsal.js'

/** What the test kit needs to know of a component. */
export interface ContractOptions {
  /** Folder of the component's package.json. */
  readonly root: string
  /** Loads its `pglift:register` module: `() => import('../src/register.js')`. */
  readonly register: () => Promise<{ readonly default: Register }>
  /** A section of settings.yaml; `DIRECTORY` in it stands for a folder that is made for the test. */
  readonly section: Readonly<Record<string, unknown>>
  /** Its fields of an instance's manifest: `{pgbackrest: {stanza: 'main'}}`. */
  readonly fields?: Readonly<Record<string, unknown>>
  /** Kinds of steps whose `undo` can't be tried here, because it needs a program or a server. */
  readonly notUndone?: readonly string[]
}

// Before the component's modules are loaded: they take the host's values from there.
lend()

/**
 * Mocha tests that every component has to pass. It is registered on fresh hooks, its taps are fired for an instance that
 * does not exist, and the plans are looked at; nothing is performed. A tap that asks a server is left out.
 */
export function componentContract(options: ContractOptions): void {
  describe('contract of components', () => {
    const packageJson = JSON.parse(readFileSync(join(options.root, 'package.json'), 'utf8'))
    let component: Component
    let site: RehearsedSite
    let rehearsal: Rehearsal
    const said: string[] = []
    const { write } = process.stdout

    before(async () => {
      const listening = (text: unknown) => said.push(String(text)) > 0
      process.stdout.write = listening as typeof write
      try {
        component = (await (await options.register()).default()) as Component
        ;({ site, ...rehearsal } = await rehearse(component, packageJson.pglift.section, options))
      } finally {
        process.stdout.write = write
      }
    })

    after(() => site?.remove())

    it('is described in package.json', () => {
      assert.equal(typeof packageJson.pglift.component, 'string', 'pglift.component')
      assert.equal(typeof packageJson.pglift.section, 'string', 'pglift.section')
      assert.equal(packageJson.pglift.api, COMPONENT_API, 'pglift.api')
      assert.ok(packageJson.oclif?.hooks?.['pglift:register'], "oclif.hooks['pglift:register']")
      assert.equal(component.name, packageJson.pglift.component, "the definition's name")
    })

    it('prints nothing', () => {
      assert.deepEqual(said, [])
    })

    it('has fields that instances take', () => {
      assert.deepEqual(rehearsal.faults, [])
    })

    it('has taps that do not fail', () => {
      assert.deepEqual(rehearsal.errors, [])
    })

    it('declares steps that are data', () => {
      const faults = rehearsal.steps.flatMap(({ kind, args }) =>
        jsonFaults(args).map((fault) => `${kind}: ${fault}`),
      )
      assert.deepEqual(faults, [])
    })

    it('declares steps that somebody performs, its own with its name in front', () => {
      const unknown = rehearsal.steps.filter(({ kind }) => rehearsal.performers[kind] === undefined)
      assert.deepEqual(
        unknown.map(({ kind }) => kind),
        [],
      )
      const foreign = rehearsal.own.filter((kind) => !kind.startsWith(`${component.name}.`))
      assert.deepEqual(foreign, [])
    })

    it('undoes what was never done, and twice, from what a journal keeps', async () => {
      const own = rehearsal.steps.filter(
        ({ kind }) => rehearsal.own.includes(kind) && !options.notUndone?.includes(kind),
      )
      for (const { kind, args } of own) {
        const { prepare, undo } = rehearsal.performers[kind] ?? {}
        const record = (await prepare?.(args as never, site.context)) ?? null
        const [kept, keptRecord] = JSON.parse(JSON.stringify([args, record]))
        await undo?.(kept as never, keptRecord as never, site.context)
        await undo?.(kept as never, keptRecord as never, site.context)
      }
    })
  })
}
