import type { PgbackrestSettings } from '../settings.js'
import type { TlsRepository } from '../settings-repository.js'
import { editIni } from './ini.js'

/** `server.conf`, for the TLS server of this host: of `text`, the present file or the template, with the settings set. */
export function serverConf(
  text: string,
  { lockpath, logpath, spoolpath }: PgbackrestSettings,
  { certificate, cn, port }: TlsRepository,
): string {
  return editIni(text, 'global', {
    'lock-path': lockpath,
    'log-path': logpath,
    'spool-path': spoolpath,
    'tls-server-address': '*',
    'tls-server-port': String(port),
    'tls-server-ca-file': certificate.ca_cert,
    'tls-server-cert-file': certificate.cert,
    'tls-server-key-file': certificate.key,
    'tls-server-auth': `${cn}=*`,
  })
}
