import assert from "node:assert/strict";
import { LinesFile } from "../../lib/core/lines_file.ts";
import { inFolder } from "../folder.ts";

Deno.test("LinesFile writes a removed file anew with all its lines", () =>
  inFolder(async (folder) => {
    const path = `${folder}/results/records/a.jsonl`;
    using file = LinesFile.open(path);
    file.add("one");
    await Deno.remove(`${folder}/results`, { recursive: true });
    file.add("two");
    file.add("three");
    assert.equal(await Deno.readTextFile(path), "one\ntwo\nthree\n");
  }));

Deno.test("LinesFile says that a removed file cannot be written anew, and does so once it can", () =>
  inFolder(async (folder) => {
    const path = `${folder}/results/a.jsonl`;
    using file = LinesFile.open(path);
    file.add("one");
    await Deno.remove(`${folder}/results`, { recursive: true });
    await Deno.writeTextFile(`${folder}/results`, "in the way");
    assert.throws(() => file.add("two"));
    await Deno.remove(`${folder}/results`);
    file.add("two");
    assert.equal(await Deno.readTextFile(path), "one\ntwo\n");
  }));

Deno.test("LinesFile keeps whole lines only when the disk is full, and goes on when it is not", () =>
  inFolder(async (folder) => {
    const path = `${folder}/a.jsonl`;
    await Deno.writeTextFile(path, "before\n");
    using file = LinesFile.open(path, { append: true });
    file.add("one");
    const write = Deno.FsFile.prototype.writeSync;
    let room = 3;
    Deno.FsFile.prototype.writeSync = function (bytes) {
      if (room === 0) throw new Error("No space left on device (os error 28)");
      const part = bytes.subarray(0, room);
      room -= part.length;
      return write.call(this, part);
    };
    try {
      assert.throws(() => file.add("two two"), /No space left/);
    } finally {
      Deno.FsFile.prototype.writeSync = write;
    }
    assert.equal(await Deno.readTextFile(path), "before\none\n");
    file.add("three");
    assert.equal(await Deno.readTextFile(path), "before\none\nthree\n");
  }));
