import type { Readiness, Service } from '@pglift/sdk'
import type { Exporter } from './exporter.js'
import { fill } from './names.js'
import { logPath, type Session, titleOf } from './session.js'

type Configured = Pick<Session, 'effects' | 'section'>

/** How an exporter is reached from this host. */
export interface Access {
  readonly scheme: 'http' | 'https'
  /** It asks for a password, which nobody here has. */
  readonly asksPassword: boolean
  /** It asks for a certificate. */
  readonly asksCertificate: boolean
}

/** What the web configuration file of the site says of it (exporter-toolkit, "web configuration"). */
export async function accessOf({ effects, section }: Configured): Promise<Access> {
  const { web_config_file } = section
  const text = web_config_file === null ? '' : ((await effects.files.readText(web_config_file)) ?? '')
  return {
    scheme: /^\s*tls_server_config\s*:/m.test(text) ? 'https' : 'http',
    asksPassword: /^\s*basic_auth_users\s*:/m.test(text),
    asksCertificate: /^\s*client_auth_type\s*:\s*["']?Require/m.test(text),
  }
}

const ANY: ReadonlyMap<string | null, string> = new Map([
  [null, 'localhost'],
  ['0.0.0.0', '127.0.0.1'],
  ['::', '[::1]'],
])

/** Path of the metrics. */
export function metricsPath({ options }: Session['section']): string {
  const path = String(options['web.telemetry-path'] ?? '/metrics')
  return path.startsWith('/') ? path : `/${path}`
}

/** Address of a page of an exporter. */
export function urlOf(
  { listen_address }: Session['section'],
  { scheme }: Access,
  port: number,
  page: string,
): string {
  const literal = listen_address?.includes(':') ? `[${listen_address}]` : listen_address
  return `${scheme}://${ANY.get(listen_address) ?? literal}:${port}${page}`
}

/** An exporter of an instance is ready when it has seen the server; one of a remote server when it answers at all. */
function readiness({ section }: Configured, access: Access, port: number, isLocal: boolean): Readiness {
  const page = isLocal ? metricsPath(section) : '/'
  return {
    url: urlOf(section, access, port, page),
    ...(isLocal ? { contains: 'pg_up 1' } : {}),
    ...(access.asksPassword ? { orStatus: 401 } : {}),
  }
}

/** The service that an exporter is; `isLocal`: of an instance of this site. */
export async function serviceOf(
  session: Configured,
  { name, path, port, options }: Exporter,
  isLocal = true,
): Promise<Service> {
  const { section } = session
  const access = await accessOf(session)
  return {
    name: 'postgres_exporter',
    instance: name,
    title: titleOf(name),
    argv: [section.execpath, ...options],
    environmentFile: path,
    pidFile: fill(section.pid_file, name),
    log: logPath(section, name),
    ...(access.asksCertificate ? {} : { ready: readiness(session, access, port, isLocal) }),
  }
}
