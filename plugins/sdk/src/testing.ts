import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lend } from '../../../src/cli/components/lend.js'
import type { Step } from '../../../src/engine/step.js'
import { COMPONENT_API, type Component } from '../../../src/host/component.js'
import { jsonFaults } from './testing/json.js'
import type { ContractOptions } from './testing/options.js'
import { type Rehearsal, rehearse } from './testing/rehearsal.js'
import { type RehearsedSite, siteFor } from './testing/site.js'

export type { ContractOptions } from './testing/options.js'

// Before the component's modules are loaded: they take the host's values from there.
lend()

/** What recovery does when pglift was killed before the step, and again while it recovered. */
async function undoTwice(
  { kind, args }: Step,
  { performers }: Pick<Rehearsal, 'performers'>,
  { context }: RehearsedSite,
): Promise<void> {
  const { prepare, undo } = performers[kind] ?? {}
  const record = (await prepare?.(args as never, context)) ?? null
  const [kept, keptRecord] = JSON.parse(JSON.stringify([args, record]))
  for (let time = 0; time < 2; time += 1) await undo?.(kept as never, keptRecord as never, context)
}

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
        const { section } = packageJson.pglift
        site = await siteFor(component, section, options)
        rehearsal = await rehearse(component, section, site, options)
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

    it('has taps that plan, and write nothing', () => {
      assert.deepEqual(rehearsal.written, [])
    })

    it('declares steps that are data', () => {
      const faults = rehearsal.steps.flatMap(({ hook, step }) =>
        jsonFaults(step.args).map((fault) => `${hook}: ${step.kind}: ${fault}`),
      )
      assert.deepEqual(faults, [])
    })

    it('declares steps that somebody performs, its own with its name in front', () => {
      const unknown = rehearsal.steps.filter(({ step }) => rehearsal.performers[step.kind] === undefined)
      assert.deepEqual(
        unknown.map(({ hook, step }) => `${hook}: nobody performs '${step.kind}'`),
        [],
      )
      const foreign = rehearsal.own.filter((kind) => !kind.startsWith(`${component.name}.`))
      assert.deepEqual(foreign, [])
    })

    it('undoes what was never done, and twice, from what a journal keeps', async () => {
      const own = rehearsal.steps.filter(
        ({ step: { kind } }) => rehearsal.own.includes(kind) && !options.notUndone?.includes(kind),
      )
      for (const { hook, step } of own)
        await undoTwice(step, rehearsal, site).catch((cause: Error) => {
          throw new Error(`${hook}: ${step.kind}: ${cause.message}`, { cause })
        })
    })
  })
}
