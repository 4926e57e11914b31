/** What `runtime.operations()` answers. */
export {
  findInstance,
  instanceArgument,
  instanceArguments,
  instanceOption,
} from '../operations/instance/find.js'
export { listInstances } from '../operations/instance/list.js'
export { locateInstance } from '../operations/instance/locate.js'
export { firstSocketDirectory, observeInstance } from '../operations/instance/observe.js'
export { operateOn } from '../operations/instance/operation.js'
export {
  planReload,
  planServerStart,
  planServerStop,
  planStart,
  planStop,
  serverService,
} from '../operations/instance/server.js'
export { readingWhileRunning, whileRunning } from '../operations/instance/while-running.js'
export { planOwnRole } from '../operations/role/plan-own.js'
export { readControlData } from '../operations/steps/control-file.js'
export { runningPostmaster } from '../operations/steps/postmaster.js'
export { sqlTask } from '../operations/steps/sql.js'
