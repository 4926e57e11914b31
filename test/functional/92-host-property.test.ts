import { expect } from 'chai'
import fc from 'fast-check'
import type { Host } from '../../src/host/host.js'
import { applyHost } from '../../src/operations/host/apply.js'
import { exportInstance } from '../../src/operations/host/export.js'
import { planHost } from '../../src/operations/host/plan.js'
import { prepareHost } from '../../src/operations/host/prepare.js'
import { findInstance } from '../../src/operations/instance/find.js'
import { hostManifests } from '../support/host-manifests.js'
import { withHost } from '../support/in-process.js'
import { filePicture, serverPicture } from '../support/instance-picture.js'
import { completeMajors, quickDirectory } from '../support/places.js'
import { Site } from '../support/site.js'

/** Two manifests a run, on two majors. Set in the environment to look for more: the seed of a failure is in its message. */
const RUNS = Number(process.env.PGLIFT_TEST_HOST_RUNS ?? 50)
const SEED = Number(process.env.PGLIFT_TEST_HOST_SEED ?? 20261123)
/** A slow machine does fewer runs. */
const BUDGET_MS = Number(process.env.PGLIFT_TEST_HOST_MS ?? 45_000)
const LEAST_RUNS = 5

const majors = completeMajors()
const MAJORS = [...new Set([majors[0] as string, majors.at(-1) as string])]

type Manifest = { instances: Record<string, unknown>[] }

async function apply(host: Host, manifest: Manifest) {
  const { instances } = await applyHost(host, await prepareHost(host, [manifest]))
  const [failed] = instances.filter(({ error }) => error !== null)
  expect(failed, JSON.stringify(failed?.error)).to.equal(undefined)
  return instances.filter(({ change_state }) => change_state !== null)
}

/** Lines that are there on one side only; the same lines in another order are told as such. */
function difference(now: readonly string[], wanted: readonly string[]): string[] {
  const lost = wanted.filter((line) => !now.includes(line)).map((line) => `- ${line}`)
  const added = now.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`)
  const moved = now.filter((line, index) => line !== wanted[index]).map((line) => `> ${line}`)
  return lost.length + added.length > 0 ? [...lost, ...added] : moved
}

for (const version of MAJORS) {
  describe(`random manifests of a host: A, B, A on PostgreSQL ${version}`, function () {
    this.timeout(2 * BUDGET_MS + 300_000)
    let site: Site
    let ports: [number, number, number]

    before(async () => {
      site = await Site.installed({ version, below: quickDirectory() })
      ports = [await site.freePort(), await site.freePort(), await site.freePort()]
    })

    after(() => site.destroy())

    const files = () => [...filePicture(site, 'main'), ...filePicture(site, 'second')]
    const picture = async () => [...files(), ...(await serverPicture(site, 'main'))]

    /** Applies, then sees that nothing is left to do. */
    async function settle(host: Host, manifest: Manifest): Promise<void> {
      await apply(host, manifest)
      const found = files()
      expect(await apply(host, manifest), 'applied twice').to.deep.equal([])
      expect(difference(files(), found), 'files after the second time').to.deep.equal([])
    }

    async function exported(host: Host): Promise<void> {
      const main = await exportInstance(host, await findInstance(host, 'main', 'INSTANCE'))
      const items = await prepareHost(host, [JSON.parse(JSON.stringify(main)) as Manifest])
      const { instances } = await planHost(host, items, { startStopped: true })
      expect(instances.map(({ steps }) => steps)).to.deep.equal([[]])
      expect(await apply(host, { instances: [main] }), 'an export').to.deep.equal([])
    }

    it(`the end is the beginning, and what was applied needs nothing (${RUNS} pairs)`, async function () {
      const manifests = hostManifests(ports) as fc.Arbitrary<Manifest>
      let run = 0
      const end = Date.now() + BUDGET_MS
      await fc.assert(
        fc.asyncProperty(manifests, manifests, async (one, other) => {
          if (Date.now() > end && run >= LEAST_RUNS) return
          await withHost(site, async (host) => {
            await settle(host, one)
            const first = await picture()
            if (run++ % 5 === 0) await exported(host)
            await settle(host, other)
            await apply(host, one)
            expect(difference(await picture(), first), 'in the end').to.deep.equal([])
          })
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      )
      if (run < RUNS) this.test!.title += `: time for ${run}`
      expect(run, 'runs').to.be.at.least(Math.min(RUNS, LEAST_RUNS))
    })
  })
}
