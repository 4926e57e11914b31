import { HOME, type Lab, USER } from './lab.js'
import { type Typist, typed } from './typist.js'

/** A reader who sits at a lab: as the user that has the instances, and as root where the prompt says so. */
export class LabReader implements Typist {
  readonly #lab: Lab

  constructor(lab: Lab) {
    this.#lab = lab
  }

  here(text: string): string {
    return text.replaceAll('~/', `${HOME}/`)
  }

  async write(path: string, content: string): Promise<void> {
    await this.#lab.write(this.here(path), content)
  }

  async type(command: string, asRoot: boolean): Promise<{ code: number | null; lines: string[] }> {
    const user = asRoot ? 'root' : USER
    // The journal may be behind what systemctl has told of.
    if (command.startsWith('journalctl ')) await this.#lab.root(['journalctl', '--sync'])
    const script = typed(command, `/var/tmp/reader-${user}`)
    const { code, stdout } = await this.#lab.attempt(['bash', '-c', script], user)
    return { code, lines: stdout.split('\n') }
  }
}
