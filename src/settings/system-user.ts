import { tmpdir, userInfo } from 'node:os'
import type { SettingsReader } from './reader.js'
import type { SystemUser } from './types.js'

/** Who runs this process. A user or group without a name goes by its number, as in a container. */
export async function currentUser(
  env: Readonly<Record<string, string | undefined>>,
  reader: SettingsReader,
): Promise<SystemUser> {
  const { uid, gid, username, homedir } = account()
  const group = groupName((await reader.readText('/etc/group')) ?? '', gid)
  return { uid, name: username, group, home: env.HOME || homedir, temporaryDirectory: env.TMPDIR || tmpdir() }
}

function account() {
  try {
    return userInfo()
  } catch {
    const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0]
    return { uid, gid, username: String(uid), homedir: '/' }
  }
}

/** Name of a group in the text of group(5): `name:password:gid:members`. */
function groupName(text: string, gid: number): string {
  const entry = text
    .split('\n')
    .map((line) => line.split(':'))
    .find((fields) => fields[2] === String(gid))
  return entry?.[0] || String(gid)
}
