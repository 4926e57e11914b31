// Programs besides PostgreSQL's that the functional tests use, and the Debian packages that bring them.
import { aptInstall, mayInstall } from './apt.mjs'
import { succeeds } from './run.mjs'

const PACKAGES = { strace: 'strace', pgbackrest: 'pgbackrest', sshd: 'openssh-server', openssl: 'openssl' }

/** Installs what is missing, where it may; throws one Error that names the rest. */
export function prepareTools() {
  const missing = () =>
    Object.keys(PACKAGES).filter((program) => !succeeds('sh', ['-c', `command -v ${program}`]))
  const wanted = missing().map((program) => PACKAGES[program])
  if (wanted.length > 0 && mayInstall()) aptInstall(...wanted)
  const left = missing()
  if (left.length > 0)
    throw new Error(
      `what the tests need is missing: ${left.join(', ')} (Debian: apt-get install ${left.map((program) => PACKAGES[program]).join(' ')})`,
    )
}
