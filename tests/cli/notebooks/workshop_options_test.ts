import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { exitCodeOf } from "../../../lib/cli/command.ts";
import {
  readWorkshopOptions,
  selectNotebooks,
} from "../../../lib/cli/notebooks/workshop_options.ts";
import { inFolder } from "../../folder.ts";

Deno.test("readWorkshopOptions runs everything on the embedded APIM when nothing is asked for", () => {
  assert.deepEqual(readWorkshopOptions([]), {
    only: undefined,
    target: "embedded",
    results: "results",
    timeoutSeconds: 300,
    jobs: 2,
    solutions: false,
    write: false,
    help: false,
  });
});

Deno.test("readWorkshopOptions reads every option, --only as often as it comes", () => {
  const args = "--only 01 --only 03 --target azure --results out --timeout 60 --solutions --write";
  assert.deepEqual(readWorkshopOptions(args.split(" ")), {
    only: ["01", "03"],
    target: "azure",
    results: "out",
    timeoutSeconds: 60,
    jobs: 1,
    solutions: true,
    write: true,
    help: false,
  });
});

Deno.test("readWorkshopOptions says what it does not understand", () => {
  const cases: [args: string[], message: RegExp][] = [
    [["--onyl", "03"], /^Unknown option '--onyl'/],
    [["03"], /^Unexpected argument '03'/],
    [["--jobs", "0"], /^--jobs must be a whole number from 1 to 9: it is 0$/],
    [["--jobs=3", "--target=azure"], /^--jobs must be 1 on Azure/],
    [["--target", "moon"], /^--target must be embedded or azure: it is moon$/],
    ...["soon", "0", "1.5", "-1", "", "1e3"].map((text): [string[], RegExp] => [
      [`--timeout=${text}`],
      new RegExp(`^--timeout must be a whole number of seconds, at least 1: it is ${text}$`),
    ]),
  ];
  for (const [args, message] of cases) {
    assert.throws(() => readWorkshopOptions(args), (error) => {
      assert.equal(exitCodeOf(error), 2);
      assert.match((error as Error).message, message);
      return true;
    });
  }
});

Deno.test("selectNotebooks keeps the order of names, solutions last, and takes prefixes", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/solutions`);
    for (const name of ["01-b", "00-a", "solutions/00-a"]) {
      await Deno.writeTextFile(`${folder}/${name}.ipynb`, "{}");
    }
    const root = pathToFileURL(`${folder}/`);
    const select = async (only: string[] | undefined, solutions: boolean) =>
      (await selectNotebooks(root, { only, solutions }))
        .map(({ href }) => href.slice(root.href.length));
    assert.deepEqual(await select(undefined, false), ["00-a.ipynb", "01-b.ipynb"]);
    assert.deepEqual(await select(undefined, true), [
      "00-a.ipynb",
      "01-b.ipynb",
      "solutions/00-a.ipynb",
    ]);
    assert.deepEqual(await select(["01", "solutions/00"], true), [
      "01-b.ipynb",
      "solutions/00-a.ipynb",
    ]);
    await assert.rejects(
      select(["77"], false),
      /^UsageError: --only 77 matches no notebook: there are 00-a\.ipynb, 01-b\.ipynb$/,
    );
  }));
