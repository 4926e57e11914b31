import type { Server } from 'node:net'

/** TCP on this host. */
export interface Net {
  /** Whether nothing listens on `port`, on any address of IPv4 and IPv6. Found by binding: no packet is sent. */
  isPortFree(port: number): Promise<boolean>
}

async function canBind(port: number, host: string): Promise<boolean> {
  const { createServer } = await import('node:net')
  const server: Server = createServer()
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'))
    server.listen({ port, host, exclusive: true, ipv6Only: host === '::' }, () => {
      server.close(() => resolve(true))
    })
  })
}

/** The real network. A host without IPv6 (EADDRNOTAVAIL, EAFNOSUPPORT) counts as free there. */
export function realNet(): Net {
  return {
    isPortFree: async (port) => (await canBind(port, '0.0.0.0')) && (await canBind(port, '::')),
  }
}
