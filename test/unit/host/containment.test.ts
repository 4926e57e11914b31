import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { Containment } from '../../../src/host/containment.js'

function fakeProcess() {
  const said = { out: [] as string[], err: [] as string[], exits: [] as (number | undefined)[] }
  const process = {
    exitCode: undefined as number | undefined,
    exit: ((code?: number) => void said.exits.push(code)) as NodeJS.Process['exit'],
    stdout: { write: ((text: string) => said.out.push(text) > 0) as NodeJS.WriteStream['write'] },
    stderr: { write: ((text: string) => said.err.push(text) > 0) as NodeJS.WriteStream['write'] },
  }
  return { said, process }
}

describe('a component that is contained', () => {
  it('prints on standard error, also later; the host prints where it wants', async () => {
    const { said, process } = fakeProcess()
    const containment = new Containment(process)
    let timer: Promise<void> | undefined
    await containment.run('noisy', () => {
      process.stdout.write('one')
      timer = sleep(5).then(() => void process.stdout.write('two'))
      containment.leave(() => process.stdout.write('asked'))
    })
    await timer
    expect(said.err).to.deep.equal(['one', 'two'])
    expect(said.out).to.deep.equal(['asked'])
  })

  it('can not end the program, nor set its exit status', async () => {
    const { said, process } = fakeProcess()
    const containment = new Containment(process)
    const error = await containment.run('quitter', () => process.exit(3)).catch((failure: Error) => failure)
    expect(error).to.have.property('message', "component 'quitter' tried to end the program")
    await containment.run('quitter', () => {
      process.exitCode = 9
    })
    expect(process.exitCode).to.equal(undefined)
    expect(said.exits).to.deep.equal([])
    process.exit(4)
    expect(said.exits).to.deep.equal([4])
  })

  it('leaves the process as it was', () => {
    const { process } = fakeProcess()
    const { exit } = process
    const { write } = process.stdout
    new Containment(process).release()
    expect([process.exit, process.stdout.write]).to.deep.equal([exit, write])
  })
})
