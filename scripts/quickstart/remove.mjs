import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { run } from '../test/run.mjs'
import { pglift, pgliftJson, recoverInterrupted } from './pglift.mjs'
import { again } from './user.mjs'

const STOP_SECONDS = 60

/** Processes that work in a data directory of the site: its servers, whatever became of their instances. */
function serversBelow(site) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const directory = readlinkSync(`/proc/${pid}/cwd`)
        return directory.startsWith(`${site}/`) && !/^Z/.test(stateOf(pid)) && isPostmaster(pid, directory)
      } catch {
        return false // gone, or not ours
      }
    })
}

const stateOf = (pid) => readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /s, '')
const isPostmaster = (pid, directory) =>
  readFileSync(join(directory, 'postmaster.pid'), 'utf8').startsWith(`${pid}\n`)

async function stopServers(site) {
  for (const pid of serversBelow(site)) process.kill(pid, 'SIGINT')
  for (let waited = 0; serversBelow(site).length > 0; waited += 0.1) {
    if (waited > STOP_SECONDS) throw new Error(`a server below ${site} does not stop`)
    await sleep(100)
  }
}

function dropInstances(place) {
  if (!existsSync(place.command)) return
  try {
    recoverInterrupted(place)
    for (const { name, version } of pgliftJson(place, ['instance', 'list']))
      pglift(place, ['instance', 'drop', `${version}/${name}`])
  } catch (error) {
    // What is broken must be removable too: its servers are stopped, and its files go with the directory.
    console.log(`quickstart: ${error.message}`)
  }
}

/** Drops the instances of the site and removes the directory, and nothing else. */
export async function removeAll(place) {
  if (!existsSync(place.directory)) return console.log(`nothing to remove: there is no ${place.directory}`)
  if (place.record === undefined)
    throw new Error(`${place.directory} was not made by ./quickstart: left alone`)
  const { user: name, madeUser, installedPackage } = place.record
  if (name !== undefined) {
    const user = again(name)
    dropInstances(place)
    await stopServers(place.site)
    // By its user: who owns a folder could make root remove something else.
    const [program, ...args] = [...user.prefix, 'find', place.site, '-mindepth', '1', '-delete']
    if (existsSync(place.site)) run(program, args, { cwd: '/' })
  }
  rmSync(place.directory, { recursive: true, force: true, maxRetries: 3 })
  console.log(`removed: ${place.directory}`)
  if (madeUser) console.log(`left: the system user ${name}; to remove it: userdel ${name}`)
  if (installedPackage)
    console.log(`left: Debian's package ${installedPackage}, which ./quickstart installed`)
}
