import { LeaderCommand } from '../../leader-command.js'

export default class PatroniFailover extends LeaderCommand {
  static override summary = 'Give the leadership to a member by force.'
  static override description =
    'What was not replicated to the candidate is lost; with a healthy leader, use switchover.'
  protected readonly action = 'failover'
}
