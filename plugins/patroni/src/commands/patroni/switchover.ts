import { LeaderCommand } from '../../leader-command.js'

export default class PatroniSwitchover extends LeaderCommand {
  static override summary = 'Hand the leadership over to another member.'
  static override description = 'Without a candidate Patroni chooses the member that is most advanced.'
  protected readonly action = 'switchover'
}
