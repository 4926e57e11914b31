// A second complete PostgreSQL major, and a pgBackRest that knows it, without touching the machine: the packages of
// another Debian suite, from the mirror that apt is configured for, unpacked into a folder with their own libc.
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { aptUpdate, debianMirror } from './apt.mjs'
import { run, succeeds } from './run.mjs'

/** Which suite gives which major. */
const SUITES = { bookworm: '15', trixie: '17' }

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
const WANTED = /^(postgresql(-client)?-\d+|pgbackrest|lib.+|zlib1g)$/
// JIT's compiler is two thirds of the size, and the servers' programs need no Perl.
const UNWANTED = /^(libllvm|libz3|libperl|libpam-modules|libc-)|-perl$/

/** Downloads a package and all that it depends on; returns the .deb files. Installs nothing. */
function download(suite, name, work) {
  const mirror = debianMirror()
  if (mirror === undefined) throw new Error('apt has no Debian mirror in its sources')
  for (const folder of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(join(work, folder), { recursive: true })
  writeFileSync(join(work, 'status'), '')
  writeFileSync(join(work, 'sources.list'), `deb [signed-by=${KEYRING}] ${mirror} ${suite} main\n`)
  const options = [
    `Dir::Etc::SourceList=${work}/sources.list`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${work}/lists`,
    `Dir::State::status=${work}/status`,
    `Dir::Cache=${work}/cache`,
    'Debug::NoLocking=1',
    'APT::Keep-Downloaded-Packages=true',
    ...(process.getuid() === 0 ? ['APT::Sandbox::User=root'] : []),
  ].flatMap((option) => ['-o', option])
  run('apt-get', [...options, 'update'])
  run('apt-get', [...options, 'install', '-y', '--no-install-recommends', '--download-only', name])
  const archives = join(work, 'cache/archives')
  return readdirSync(archives)
    .filter((file) => file.endsWith('.deb'))
    .map((file) => join(archives, file))
}

/** patchelf: the machine's, or Debian's package unpacked into `work`. */
function patchelf(work) {
  if (succeeds('patchelf', ['--version'])) return 'patchelf'
  aptUpdate()
  const sandbox = process.getuid() === 0 ? ['-o', 'APT::Sandbox::User=root'] : []
  run('apt-get', [...sandbox, 'download', 'patchelf'], { cwd: work })
  const deb = readdirSync(work).find((file) => file.startsWith('patchelf_'))
  run('dpkg-deb', ['-x', join(work, deb), join(work, 'patchelf')])
  return join(work, 'patchelf/usr/bin/patchelf')
}

function unpack(debs, folder) {
  // The packages expect Debian's merged /usr.
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    mkdirSync(join(folder, 'usr', name), { recursive: true })
    symlinkSync(`usr/${name}`, join(folder, name))
  }
  for (const deb of debs) {
    const name = basename(deb).split('_')[0]
    if (WANTED.test(name) && !UNWANTED.test(name)) run('dpkg-deb', ['-x', deb, folder])
  }
}

/** Makes the programs of a directory in `folder` use the libraries beside them once `folder` stands at `target`. */
function relocate(folder, target, programs, elf) {
  const bin = join(folder, programs)
  const libraries = readdirSync(join(folder, 'usr/lib')).find((name) => name.endsWith('-linux-gnu'))
  for (const program of readdirSync(bin).map((name) => join(bin, name))) {
    if (!succeeds(elf, ['--print-interpreter', program])) continue
    const interpreter = run(elf, ['--print-interpreter', program]).trim()
    const rpath = join(target, 'usr/lib', libraries)
    run(elf, ['--set-interpreter', join(target, interpreter), '--force-rpath', '--set-rpath', rpath, program])
  }
}

/** Unpacks a package of a suite, with all that it depends on, so that its programs run at `target`. */
function install({ suite, name, programs, target, adapt = () => undefined }) {
  if (!existsSync(KEYRING)) throw new Error(`${KEYRING} is missing (package debian-archive-keyring)`)
  console.log(`setup: ${name} of Debian ${suite} into ${target}`)
  aptUpdate()
  const work = mkdtempSync(join(tmpdir(), 'pglift-apt-'))
  const fresh = mkdtempSync(join(dirname(target), 'unpacking-'))
  try {
    unpack(download(suite, name, work), fresh)
    relocate(fresh, target, programs, patchelf(work))
    adapt(fresh)
    run('chmod', ['-R', 'a+rX', fresh])
    rmSync(target, { recursive: true, force: true })
    renameSync(fresh, target)
  } finally {
    for (const folder of [work, fresh]) rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * A complete PostgreSQL of a major other than those in `have`, made in `cache` or found there.
 * Returns `{major, bindir}`; throws when this machine cannot get one.
 */
export function otherMajor(cache, have) {
  const [suite, major] = Object.entries(SUITES).find(([, candidate]) => !have.includes(candidate)) ?? []
  if (major === undefined) throw new Error(`no Debian suite known with a major other than ${have.join(', ')}`)
  const target = join(cache, `postgresql-${major}-${suite}`)
  const home = `usr/lib/postgresql/${major}`
  const bindir = join(target, home, 'bin')
  const works = () => succeeds(join(bindir, 'postgres'), ['--version'])
  if (works()) return { major, bindir }
  // Without its library the server gives up JIT silently; with it and without LLVM every long query fails.
  const adapt = (folder) => rmSync(join(folder, home, 'lib/llvmjit.so'), { force: true })
  install({ suite, name: `postgresql-${major}`, programs: `${home}/bin`, target, adapt })
  if (!works()) throw new Error(`PostgreSQL ${major} in ${target} does not start`)
  return { major, bindir }
}

/** Whether a pgBackRest knows PostgreSQL 17, the newest major that the tests upgrade to: 2.53 was the first. */
function knows17(program) {
  const { stdout } = spawnSync(program, ['version'], { encoding: 'utf8' })
  const [, one, two] = /(\d+)\.(\d+)/.exec(stdout ?? '') ?? []
  return Number(one) > 2 || (Number(one) === 2 && Number(two) >= 53)
}

/** A pgBackRest that knows all complete majors: the machine's, or else one made in `cache` or found there. */
export function knowingPgbackrest(cache) {
  const own = '/usr/bin/pgbackrest'
  if (knows17(own)) return own
  const [suite] = Object.entries(SUITES).find(([, major]) => major === '17') ?? []
  const target = join(cache, `pgbackrest-${suite}`)
  const program = join(target, 'usr/bin/pgbackrest')
  if (!knows17(program)) install({ suite, name: 'pgbackrest', programs: 'usr/bin', target })
  if (!knows17(program)) throw new Error(`pgBackRest in ${target} does not know PostgreSQL 17`)
  return program
}
