/**
 * A file of lines on disk as they come, whose lines outlive a full disk and the removal of their folder.
 * @module
 */
import { dirname } from "node:path";

const ENCODER = new TextEncoder();

/** Each line is on disk before {@link LinesFile.add} returns. */
export class LinesFile implements Disposable {
  #file: Deno.FsFile;
  /** Bytes of whole lines. */
  #size: number;

  private constructor(file: Deno.FsFile, size: number, readonly path: string) {
    this.#file = file;
    this.#size = size;
  }

  /**
   * Opens the file, whose folder is made where there is none: empty, or to go on at its end. In one go, like every
   * write: a run must not begin later because a disk is slow.
   * @throws Error of the file system
   */
  static open(path: string, { append = false } = {}): LinesFile {
    const file = openAt(path, !append);
    const size = append ? file.seekSync(0, Deno.SeekMode.End) : 0;
    return new LinesFile(file, size, path);
  }

  /**
   * Adds a line. Where the file was removed, it is written anew with all its lines; where the line cannot be written
   * whole, nothing of it stays.
   * @throws Error of the file system
   */
  add(line: string): void {
    if (this.#file.statSync().nlink === 0) this.#restore();
    const bytes = ENCODER.encode(`${line}\n`);
    try {
      writeAll(this.#file, bytes);
      this.#size += bytes.length;
    } catch (error) {
      this.#cutToWholeLines();
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }

  /** The removed file lives on as long as it is open. */
  #restore(): void {
    const content = new Uint8Array(this.#size);
    this.#file.seekSync(0, Deno.SeekMode.Start);
    for (let at = 0; at < content.length;) {
      const count = this.#file.readSync(content.subarray(at));
      if (count === null) break;
      at += count;
    }
    const file = openAt(this.path, false);
    try {
      file.truncateSync(0);
      writeAll(file, content);
    } catch (error) {
      file.close();
      throw error;
    }
    this.#file.close();
    this.#file = file;
  }

  #cutToWholeLines(): void {
    try {
      this.#file.truncateSync(this.#size);
      this.#file.seekSync(this.#size, Deno.SeekMode.Start);
    } catch {
      // the failure to write is what is told
    }
  }
}

function openAt(path: string, truncate: boolean): Deno.FsFile {
  Deno.mkdirSync(dirname(path), { recursive: true });
  return Deno.openSync(path, { read: true, write: true, create: true, truncate });
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}
