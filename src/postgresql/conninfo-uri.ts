import { type ConninfoParams, conninfoError, storeParameter } from './conninfo-params.js'

const PREFIX = /^postgres(?:ql)?:\/\//

export function isConninfoUri(text: string): boolean {
  return PREFIX.test(text)
}

/**
 * Parses `postgresql://user:password@host:port,host:port/dbname?keyword=value&...` as libpq's
 * `conninfo_uri_parse` does, with its messages. In these the password is masked.
 */
export function parseConninfoUri(uri: string): ConninfoParams {
  const params: ConninfoParams = {}
  const start = PREFIX.exec(uri)?.[0].length ?? 0
  let at = parseCredentials(uri, start, params)
  const hosts: string[] = []
  const ports: string[] = []
  for (;;) {
    const target = parseHost(uri, at)
    hosts.push(target.host)
    ports.push(target.port)
    at = target.end
    if (uri[at] !== ',') break
    at++
  }
  storeDecoded(params, 'host', hosts.join(','))
  storeDecoded(params, 'port', ports.join(','))
  if (uri[at] === '/') {
    const end = indexOfAny(uri, '?', at + 1)
    storeDecoded(params, 'dbname', uri.slice(at + 1, end))
    at = end
  }
  if (uri[at] === '?') parseQuery(uri.slice(at + 1), params)
  return params
}

function parseCredentials(uri: string, start: number, params: ConninfoParams): number {
  const end = indexOfAny(uri, '@/', start)
  if (uri[end] !== '@') return start
  const colon = indexOfAny(uri, ':@', start)
  storeDecoded(params, 'user', uri.slice(start, colon))
  if (colon < end) storeDecoded(params, 'password', uri.slice(colon + 1, end))
  return end + 1
}

function parseHost(uri: string, at: number): { host: string; port: string; end: number } {
  const { host, end } = uri[at] === '[' ? parseIpv6(uri, at + 1) : parseName(uri, at)
  if (uri[end] !== ':') return { host, port: '', end }
  const portEnd = indexOfAny(uri, '/?,', end + 1)
  return { host, port: uri.slice(end + 1, portEnd), end: portEnd }
}

function parseName(uri: string, at: number): { host: string; end: number } {
  const end = indexOfAny(uri, ':/?,', at)
  return { host: uri.slice(at, end), end }
}

function parseIpv6(uri: string, at: number): { host: string; end: number } {
  const close = uri.indexOf(']', at)
  const shown = maskUri(uri)
  if (close < 0) {
    throw conninfoError(
      `end of string reached when looking for matching "]" in IPv6 host address in URI: "${shown}"`,
    )
  }
  if (close === at) throw conninfoError(`IPv6 host address may not be empty in URI: "${shown}"`)
  const next = uri[close + 1]
  if (next !== undefined && !':/?,'.includes(next)) {
    const position = Buffer.byteLength(uri.slice(0, close + 1)) + 1
    const where = `at position ${position} in URI (expected ":" or "/"): "${shown}"`
    throw conninfoError(`unexpected character "${next}" ${where}`)
  }
  return { host: uri.slice(at, close), end: close + 1 }
}

function parseQuery(query: string, params: ConninfoParams): void {
  if (query === '') return
  const pairs = query.split('&')
  // libpq stops at the end of the string: a last `&` opens no pair
  if (pairs.at(-1) === '') pairs.pop()
  for (const pair of pairs) {
    const [rawKeyword = '', rawValue, ...more] = pair.split('=')
    if (more.length > 0) {
      throw conninfoError(`extra key/value separator "=" in URI query parameter: "${rawKeyword}"`)
    }
    if (rawValue === undefined) {
      throw conninfoError(`missing key/value separator "=" in URI query parameter: "${rawKeyword}"`)
    }
    const keyword = decode(rawKeyword, false)
    const value = decode(rawValue, /pass|secret|_key$/.test(keyword))
    if (keyword === 'ssl' && value === 'true') storeParameter(params, 'sslmode', 'require')
    else storeParameter(params, keyword, value, `invalid URI query parameter: "${keyword}"`)
  }
}

function storeDecoded(params: ConninfoParams, keyword: string, raw: string): void {
  if (raw !== '') storeParameter(params, keyword, decode(raw, keyword === 'password'))
}

/** Percent-decodes; the bytes that come out are UTF-8. `+` is itself. */
function decode(text: string, secret: boolean): string {
  if (!text.includes('%')) return text
  const shown = secret ? '********' : text
  const bytes: Buffer[] = []
  for (const part of text.split(/(%.{0,2})/su)) {
    if (!part.startsWith('%')) bytes.push(Buffer.from(part))
    else if (!/^%[0-9A-Fa-f]{2}$/.test(part)) throw conninfoError(`invalid percent-encoded token: "${shown}"`)
    else if (part === '%00') throw conninfoError(`forbidden value %00 in percent-encoded value: "${shown}"`)
    else bytes.push(Buffer.from(part.slice(1), 'hex'))
  }
  return Buffer.concat(bytes).toString('utf8')
}

/** `uri` with every password replaced by `********`, whether it is well formed or not. */
export function maskUri(uri: string): string {
  const start = PREFIX.exec(uri)?.[0].length ?? 0
  const end = indexOfAny(uri, '@/', start)
  const colon = uri.indexOf(':', start)
  const masked =
    uri[end] === '@' && colon >= 0 && colon < end ? `${uri.slice(0, colon)}:********${uri.slice(end)}` : uri
  return masked.replace(/([?&](?:[^=&]*pass[^=&]*|[^=&]*secret|scram_\w+_key)=)[^&]*/gi, '$1********')
}

/** Index of the first of `characters` at or after `from`, or the length of `text`. */
function indexOfAny(text: string, characters: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    if (characters.includes(text.charAt(index))) return index
  }
  return text.length
}
