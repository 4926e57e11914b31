import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

function openssl(args: readonly string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`)
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

/** A certificate authority, and certificates of it for servers and clients on loopback addresses. */
export class Authority {
  readonly #directory: string

  constructor(directory: string, name = 'test-ca') {
    this.#directory = directory
    mkdirSync(directory, { recursive: true })
    openssl([
      'req',
      '-x509',
      ...EC,
      '-keyout',
      this.key('ca'),
      '-out',
      this.cert('ca'),
      '-subj',
      `/CN=${name}`,
    ])
  }

  cert(name: string): string {
    return join(this.#directory, `${name}.crt`)
  }

  key(name: string): string {
    return join(this.#directory, `${name}.key`)
  }

  /** A certificate with that common name; answers its files. */
  issue(name: string, addresses: readonly string[] = ['127.0.0.1']): { cert: string; key: string } {
    const [csr, extensions] = [join(this.#directory, `${name}.csr`), join(this.#directory, `${name}.ext`)]
    const names = ['DNS:localhost', ...addresses.map((address) => `IP:${address}`)].join(',')
    writeFileSync(extensions, `subjectAltName=${names}\nextendedKeyUsage=serverAuth,clientAuth\n`)
    openssl(['req', ...EC, '-keyout', this.key(name), '-out', csr, '-subj', `/CN=${name}`])
    const ca = ['-CA', this.cert('ca'), '-CAkey', this.key('ca'), '-CAcreateserial', '-extfile', extensions]
    openssl(['x509', '-req', '-in', csr, ...ca, '-days', '30', '-out', this.cert(name)])
    chmodSync(this.key(name), 0o600)
    return { cert: this.cert(name), key: this.key(name) }
  }
}
