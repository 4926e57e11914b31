import type { StanzaInfo } from './info.js'
import { lineageOf } from './lineage.js'
import { type Choice, type Chosen, chooseBackup, type Offer, type Wish } from './restore-target.js'
import type { Asking, LocalWal } from './wal-sources.js'

/** What to restore of a stanza, and what there was to choose from. */
export async function chooseFrom(
  session: Asking,
  stanza: string,
  info: StanzaInfo,
  { wish = {}, local }: { readonly wish?: Wish; readonly local?: LocalWal } = {},
): Promise<{ readonly choice: Choice; readonly offer: Offer }> {
  const lineage = await lineageOf(session, stanza, info, { atMs: wish.date?.ms, local })
  const offer = { all: info.backups, lineage }
  return { offer, choice: chooseBackup(stanza, offer, wish, Date.now()) }
}

/** What a standby can be made of; undefined where no WAL leads from a backup to what its primary does now. */
export function forStandby(choice: Choice): Chosen | undefined {
  return 'backup' in choice && choice.target.kind === 'latest' ? choice : undefined
}
