import { type Performers, performer, type StepContext } from '@pglift/sdk'
import { type Manager, systemctl } from '../systemctl.js'
import { unitState } from '../unit-state.js'

/** A unit of a service manager. */
export interface ManagedUnit extends Manager {
  readonly unit: string
}

declare module '@pglift/sdk' {
  interface StepKinds {
    /** The unit is started when the machine, or the user's service manager, starts. */
    'systemd.enable': ManagedUnit
    'systemd.disable': ManagedUnit
  }
}

async function isEnabled({ unit, ...manager }: ManagedUnit, { effects }: StepContext): Promise<boolean> {
  return (await unitState(unit, manager, effects)).isEnabled
}

async function enable(args: ManagedUnit, context: StepContext): Promise<void> {
  if (!(await isEnabled(args, context)))
    await systemctl(['enable', '--quiet', args.unit], args, context.effects)
}

async function disable(args: ManagedUnit, context: StepContext): Promise<void> {
  if (await isEnabled(args, context))
    await systemctl(['disable', '--quiet', args.unit], args, context.effects)
}

/** Enabling and disabling units. */
export const enablementSteps: Performers = {
  ...performer('systemd.enable', {
    holds: isEnabled,
    do: enable,
    undo: (args, _, context) => disable(args, context),
  }),
  ...performer('systemd.disable', {
    holds: async (args, context) => !(await isEnabled(args, context)),
    do: disable,
    undo: (args, _, context) => enable(args, context),
  }),
}
