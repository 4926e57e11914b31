import { operational } from '../../errors/kinds.js'

/** Addresses that are words: any client, this host's own addresses, its networks. */
const KEYWORDS: readonly string[] = ['all', 'samehost', 'samenet']

/**
 * Whether PostgreSQL takes the text for a numeric address, which needs a netmask when it has no CIDR length. As lenient
 * as getaddrinfo, which reads `127.1` too.
 */
export function isNumericAddress(text: string): boolean {
  return /^\d+(?:\.\d+){0,3}$/.test(text) || isIPv6(text.replace(/%.*$/, ''))
}

/**
 * Checks an address (and netmask) that is to be written to pg_hba.conf: a word, `ADDRESS/LENGTH`, an address with a
 * netmask, or a host name. Throws `PGLIFT_HBA_ADDRESS`.
 */
export function checkAddress(address: string, netmask?: string): void {
  const [base = '', ...lengths] = address.split('/')
  const bits = isIPv4(base) ? 32 : isIPv6(base) ? 128 : undefined
  if (bits === undefined) checkName(address, netmask)
  else checkRange(address, bits, lengths.length > 0 ? lengths.join('/') : undefined, netmask)
}

function checkRange(address: string, bits: 32 | 128, length?: string, netmask?: string): void {
  if (length !== undefined) {
    const valid = /^\d{1,3}$/.test(length) && Number(length) <= bits
    if (!valid) throw invalid(address, `the CIDR length must be between 0 and ${bits}`)
    if (netmask !== undefined) throw invalid(address, 'it has a CIDR length and a netmask')
    return
  }
  if (netmask === undefined)
    throw invalid(address, 'it has neither CIDR length nor netmask', `${address}/${bits}`)
  const sameFamily = bits === 32 ? isIPv4(netmask) : isIPv6(netmask)
  if (!sameFamily) throw invalid(address, `the netmask ${JSON.stringify(netmask)} is not of its family`)
}

function checkName(address: string, netmask?: string): void {
  const known = KEYWORDS.includes(address)
  const hostname =
    /^\.?[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?$/.test(address) && /[A-Za-z_]/.test(address)
  if (!known && !hostname) throw invalid(address, 'it is no IP address and no host name')
  if (netmask !== undefined) throw invalid(address, 'only an IP address takes a netmask')
}

function isIPv4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
}

function isIPv6(text: string): boolean {
  const [head = '', tail, rest] = text.split('::')
  if (rest !== undefined) return false
  const groups = [...groupsOf(head), ...groupsOf(tail ?? '')]
  const ipv4 = groups.at(-1)?.includes('.') ? groups.pop() : undefined
  if (ipv4 !== undefined && (!isIPv4(ipv4) || !text.endsWith(ipv4))) return false
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false
  const length = groups.length + (ipv4 === undefined ? 0 : 2)
  return tail === undefined ? length === 8 : length < 8
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':')
}

function invalid(address: string, reason: string, example = '192.168.0.0/24'): Error {
  return operational('PGLIFT_HBA_ADDRESS', `invalid HBA address ${JSON.stringify(address)}: ${reason}`, {
    hint: `Give an address such as ${example}, a host name, samehost, samenet or all.`,
    param: '--connection-address',
  })
}
