import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect } from 'chai'
import { realNet } from '../../../src/effects/net.js'

const net = realNet()

describe('a port', () => {
  for (const host of ['127.0.0.1', '0.0.0.0', '::'])
    it(`on which somebody listens at ${host} is not free, and the other way round`, async () => {
      const server = createServer().listen(0, host)
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      expect([await net.isListenedTo(port), await net.isPortFree(port)]).to.deep.equal([true, false])
      server.close()
      await once(server, 'close')
      expect([await net.isListenedTo(port), await net.isPortFree(port)]).to.deep.equal([false, true])
    })
})
