import { expect } from 'chai'
import { isWorker } from '../../src/worker.js'

describe("PoWA's worker", () => {
  it('is known by its title', () => {
    for (const title of [
      'postgres: powa idle',
      'postgres: 15-main: powa snapshot',
      'postgres: a: b: powa init',
      'postgres: main: powa ',
    ])
      expect(isWorker(title), title).to.equal(true)
  })

  it('is not who is called like it', () => {
    for (const title of [
      'postgres: main: powa powa [local] idle',
      'postgres: main: powa app 127.0.0.1(1234) SELECT',
      'postgres: powa: checkpointer ',
      '/usr/lib/postgresql/15/bin/postgres -D /powa',
      '',
    ])
      expect(isWorker(title), title).to.equal(false)
  })
})
