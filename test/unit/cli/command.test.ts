import { Args, type Config, Flags } from '@oclif/core'
import { expect } from 'chai'
import { PgliftCommand } from '../../../src/cli/command.js'

// What a command needs of oclif's configuration to read its command line.
const config = {
  bin: 'pglift',
  runHook: async () => ({ successes: [], failures: [] }),
} as unknown as Config

class Create extends PgliftCommand {
  static override id = 'role:create'
  static override args = { name: Args.string({ required: true }), rest: Args.string({ options: ['a', 'b'] }) }
  static override flags = {
    file: Flags.string({ char: 'f', required: true }),
    port: Flags.integer({ max: 65535 }),
    state: Flags.string({ options: ['started', 'stopped'] }),
    schema: Flags.string({ multiple: true }),
    login: Flags.boolean({ allowNo: true }),
    password: Flags.string({ exclusive: ['encrypted-password'] }),
    'encrypted-password': Flags.string(),
    'output-format': Flags.string({ char: 'o' }),
  }

  async run() {
    const { args, flags, argv } = await this.parse(Create)
    return { args, flags, argv }
  }
}

class Exec extends PgliftCommand {
  static override id = 'instance:exec'
  static override optionsEndAfter = 2
  static override args = {
    instance: Args.string({ required: true }),
    command: Args.string({ required: true, multiple: true }),
  }

  async run() {
    return (await this.parse(Exec)).args
  }
}

const parse = (line: string) => new Create(line.split(' '), config).run()

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'accepted',
    (error: Error & { kind?: string }) => `${error.kind}: ${error.message}`,
  )
}

describe('cli/command', () => {
  it('converts values as oclif declares them', async () => {
    const { args, flags } = await parse('bob -f x --port 5433 --schema s1 --schema s2 --no-login')
    expect(args).to.deep.equal({ name: 'bob' })
    expect(flags).to.deep.include({ file: 'x', port: 5433, schema: ['s1', 's2'], login: false })
  })

  it('lets the last of an option win, global options pass, and values look like options', async () => {
    const { flags } = await parse(
      '-L debug -f a --file=b bob --password=--login --state stopped --state started',
    )
    expect(flags).to.deep.include({ file: 'b', password: '--login', state: 'started' })
    expect(flags).not.to.have.property('log-level')
  })

  it("keeps the arguments of a child's command line as they are", async () => {
    const args = await new Exec(['main', 'echo', 'b', 'a', 'b', '-c', '--help'], config).run()
    expect(args).to.deep.equal({ instance: 'main', command: ['echo', 'b', 'a', 'b', '-c', '--help'] })
  })

  const faults: [line: string, message: string][] = [
    ['-f x', "Missing argument 'NAME'."],
    ['bob', "Missing option '-f' / '--file'."],
    ['bob a c -f x', 'Got unexpected extra argument (c)'],
    ['bob a c d -f x', 'Got unexpected extra arguments (c d)'],
    ['bob -f x --port abc', "Invalid value for '--port': 'abc' is not a valid integer."],
    [
      'bob -f x --port 70000',
      "Invalid value for '--port': Expected an integer less than or equal to 65535 but received: 70000",
    ],
    ['bob -f x --state on', "Invalid value for '--state': 'on' is not one of 'started', 'stopped'."],
    ['bob c -f x', "Invalid value for '[REST]': 'c' is not one of 'a', 'b'."],
    [
      'bob -f x --password a --encrypted-password b',
      "'--password' and '--encrypted-password' can't be used together",
    ],
    [
      'bob -f x --password --non-interactive',
      "Option '--password' requires an argument with --non-interactive.",
    ],
    ['bob -f x --nope', 'No such option: --nope'],
    ['bob -f x -L loud', "Invalid value for '-L' / '--log-level': 'loud' is not one of 'DEBUG',"],
    ['bob -f x -l /', "Invalid value for '-l' / '--log-file': File '/' is a directory."],
  ]
  for (const [line, message] of faults) {
    it(`refuses ${line}`, async () => {
      expect(await refusal(parse(line))).to.contain(`usage: ${message}`)
    })
  }

  it('names a list of arguments that is missing', async () => {
    expect(await refusal(new Exec(['main'], config).run())).to.equal("usage: Missing argument 'COMMAND...'.")
  })
})
