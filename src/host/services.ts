import type { Effects } from '../effects/effects.js'
import type { Plan } from '../engine/plan.js'
import type { SiteUnitsEvent } from './events.js'
import type { LifecycleHooks } from './hooks.js'
import type { OwnProgram } from './own-program.js'
import { runningService } from './running-service.js'
import type { RuntimeDirectory, Schedule, ScheduleAction, Service, ServiceAction, Unit } from './service.js'

/** Units and runtime directories of the site, as the host and the components contribute them. */
export interface SiteUnits {
  readonly units: readonly Unit[]
  readonly runtimeDirectories: readonly RuntimeDirectory[]
}

/** What a service manager gives to those who contribute units. */
export type UnitSyntax = Pick<SiteUnitsEvent, 'command' | 'values'>

/** Runs the services of the site: through the component that manages services, else directly. */
export class Services {
  readonly #hooks: Pick<LifecycleHooks, 'schedule' | 'service' | 'serviceStatus' | 'siteUnits'>
  readonly #io: Pick<Effects, 'files' | 'processes'>
  /** This pglift, for others that run it. */
  readonly program: OwnProgram

  constructor(
    hooks: Pick<LifecycleHooks, 'schedule' | 'service' | 'serviceStatus' | 'siteUnits'>,
    io: Pick<Effects, 'files' | 'processes'>,
    program: OwnProgram,
  ) {
    this.#hooks = hooks
    this.#io = io
    this.program = program
  }

  /** Lets the service manager plan the action. False: there is none, or it does not care for this service. */
  async managed(plan: Plan, service: Service, action: ServiceAction, title?: string): Promise<boolean> {
    const titled = title === undefined ? {} : { title }
    return (await this.#hooks.service.promise({ plan, service, action, ...titled })) === true
  }

  /** Started whenever the machine or the user's session starts. Without a service manager: nothing. */
  async enable(plan: Plan, service: Service): Promise<void> {
    await this.managed(plan, service, 'enable')
  }

  async disable(plan: Plan, service: Service): Promise<void> {
    await this.managed(plan, service, 'disable')
  }

  /** `starting TITLE`; nothing to do when it runs. */
  async start(plan: Plan, service: Service): Promise<void> {
    const title = `starting ${service.title}`
    if (await this.managed(plan, service, 'start', title)) return
    plan.step('service.start', service, { title })
  }

  /** `stopping TITLE`, whoever has started it; nothing to do when it does not run. */
  async stop(plan: Plan, service: Service): Promise<void> {
    const title = `stopping ${service.title}`
    await this.managed(plan, service, 'stop', title)
    plan.step('service.stop', service, { title })
  }

  /** Stops it if it runs, and starts it. */
  async restart(plan: Plan, service: Service): Promise<void> {
    const title = `restarting ${service.title}`
    if (await this.managed(plan, service, 'restart', title)) return
    plan.step('service.restart', service, { title })
  }

  /** Makes it read its configuration again (SIGHUP, or as its unit says); nothing to do when it does not run. */
  async reload(plan: Plan, service: Service): Promise<void> {
    const title = `reloading ${service.title}`
    if (await this.managed(plan, service, 'reload', title)) return
    plan.step('service.reload', service, { title })
  }

  /** To be planned before a change of its files: when all is undone, the service runs with the former ones. */
  async keepRunning(plan: Plan, service: Service): Promise<void> {
    if (await this.managed(plan, service, 'keep-running')) return
    plan.step('service.keep-running', service)
  }

  /** Whether it runs, by whoever started it. */
  async isRunning(service: Service): Promise<boolean> {
    const running: boolean[] = []
    await this.#hooks.serviceStatus.promise({ service, running })
    return running.includes(true) || (await runningService(this.#io, service)) !== undefined
  }

  /** Lets the scheduler of the site plan the action. False: there is none. */
  async schedule(plan: Plan, schedule: Schedule, action: ScheduleAction): Promise<boolean> {
    return (await this.#hooks.schedule.promise({ plan, schedule, action })) === true
  }

  /** What a service manager installs for the site: asked by itself, while it plans. */
  async units(syntax: UnitSyntax): Promise<SiteUnits> {
    const units: Unit[] = []
    const runtimeDirectories: RuntimeDirectory[] = []
    const { values, command } = syntax
    await this.#hooks.siteUnits.promise({
      values,
      command,
      program: this.program.argv,
      units,
      runtimeDirectories,
    })
    return { units, runtimeDirectories }
  }
}
