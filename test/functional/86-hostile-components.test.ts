import { join } from 'node:path'
import { expect } from 'chai'
import { linkComponent } from '../support/components.js'
import { Site } from '../support/site.js'

/** A component that taps `hook` with the body of a function, and has that of its module before. */
function component(name: string, { module = '', apply = '', hook = 'instanceStarted', tap = '' }): string {
  return `${module}
const schema = { type: 'object', properties: {}, required: [], additionalProperties: true }
export default () => ({
  name: '${name}',
  section: { schema },
  apply({ hooks }) {
    ${apply}
    hooks.${hook}.tapPromise({}, async (event) => { ${tap} })
  },
})
`
}

const THROWS = "throw new TypeError('x is undefined')"
const HANGS = 'await new Promise(() => undefined)'
const EXITS = 'process.exit(0)'
const PRINTS = "console.log('noise'); process.stdout.write('more noise\\n')"

interface Hostile {
  readonly what: string
  readonly code: Parameters<typeof component>[1]
  /** What a command that changes something fails with; absent: it does not. */
  readonly error?: string
  /** What a command that only reads warns of. */
  readonly warning?: string
}

const LOADING: Hostile[] = [
  {
    what: 'throws when it is loaded',
    code: { module: THROWS },
    error: "component 'bad' failed in register: x is undefined",
  },
  {
    what: 'imports what is not there',
    code: { module: "import 'not-there'" },
    error: "component 'bad' failed in register: ",
  },
  {
    what: 'never ends to load',
    code: { module: HANGS },
    error: "component 'bad' did not come back from register within 2 s",
  },
  {
    what: 'ends the program when it is loaded',
    code: { module: EXITS },
    error: "component 'bad' tried to end the program",
  },
  { what: 'prints when it is loaded', code: { module: PRINTS } },
  {
    what: 'throws when it is applied',
    code: { apply: THROWS },
    error: "component 'bad' failed in apply: x is undefined",
  },
  { what: 'leaves a timer running', code: { module: 'setInterval(() => undefined, 1000)' } },
]

const READING: Hostile[] = [
  { what: 'throws', code: { tap: THROWS }, error: "component 'bad' failed in siteCheck: x is undefined" },
  {
    what: 'hangs',
    code: { tap: HANGS },
    error: "component 'bad' did not come back from siteCheck within 2 s",
  },
  { what: 'ends the program', code: { tap: EXITS }, error: "component 'bad' tried to end the program" },
  { what: 'prints', code: { tap: PRINTS } },
].map(({ code, ...hostile }) => ({ ...hostile, code: { ...code, hook: 'siteCheck' } }))

describe('a component', () => {
  let site: Site
  /** Only of those that hang one wants to be told soon: others may be late on a busy machine. */
  const environmentFor = (code: object) =>
    JSON.stringify(code).includes(HANGS) ? { PGLIFT_COMPONENT_TIMEOUT: '2' } : {}

  before(async () => {
    site = await Site.installed()
    site.config('settings.yaml', { ...site.settings, bad: {} })
  })

  after(() => site?.destroy())

  const link = (register: string, api = 1) => {
    const directory = join(site.home, '.local/share/pglift-plugins')
    linkComponent(directory, 'bad', register, api)
  }

  for (const { what, code, error } of [
    ...LOADING,
    ...READING.map((each) => ({ ...each, what: `${each.what} in a hook that reads` })),
  ]) {
    it(`that ${what} breaks no other verb and no JSON`, async () => {
      link(component('bad', code))
      const env = environmentFor(code)
      const list = await site.run(['instance', 'list', '-o', 'json'], { env, expectExit: 0 })
      expect(JSON.parse(list.stdout)).to.deep.equal([])
      if (error !== undefined) expect(list.stderr).to.contain(`WARNING ${error}`)
      const change = await site.run(
        ['instance', 'create', 'main', `--port=${await site.freePort()}`, '--dry-run'],
        {
          env,
        },
      )
      if (error === undefined) expect(change.code, change.stderr).to.equal(0)
      else {
        expect(change.code).to.equal(1)
        expect(change.stderr).to.contain(`Error: ${error}`)
      }
      expect((await site.ok(['--help'], { env })).stdout).to.contain('instance')
      const [row] = await site.json<{ status: string; problem: string | null }[]>(['components'], { env })
      if (code.hook !== 'siteCheck') expect(row?.status).to.equal(error === undefined ? 'enabled' : 'failed')
    })
  }

  for (const { what, code, error } of [
    {
      what: 'throws',
      code: { tap: THROWS },
      error: "component 'bad' failed in instanceConfigured: x is undefined",
    },
    {
      what: 'hangs',
      code: { tap: HANGS },
      error: "component 'bad' did not come back from instanceConfigured within 2 s",
    },
    { what: 'ends the program', code: { tap: EXITS }, error: "component 'bad' tried to end the program" },
    {
      what: 'plans what nobody performs',
      code: { tap: "event.plan.step('bad.thing', {})" },
      error: "no component here knows how to do 'bad.thing'",
    },
  ])
    it(`that ${what} while a creation is planned leaves nothing behind`, async () => {
      link(component('bad', { ...code, hook: 'instanceConfigured' }))
      const env = environmentFor(code)
      const port = await site.freePort()
      const { stderr } = await site.run(['instance', 'create', 'main', `--port=${port}`], {
        env,
        expectExit: 1,
      })
      expect(stderr).to.contain(`Error: ${error}`)
      expect(await site.json(['instance', 'list'], { env })).to.deep.equal([])
      expect((await site.ok(['recover'], { env })).stderr).to.contain('no operation was interrupted')
    })

  it('for another API is refused with both versions, and its section does not hurt', async () => {
    link(component('bad', { module: THROWS }), 7)
    const why = '@pglift-test/bad@1.0.0 needs component API 7, this pglift has 1'
    const list = await site.run(['instance', 'list'], { expectExit: 0 })
    expect(list.stderr).to.equal(`WARNING ${why}\n`)
    const { stderr } = await site.run(['instance', 'create', 'main'], { expectExit: 1 })
    expect(stderr).to.equal(`Error: ${why}\nhint: update pglift\n`)
  })
})
