/** `<choose>`: the first `when` that holds, or `otherwise`. */
import { definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import { failureAt } from "../engine/failure.ts";

export const choose = definePolicy({
  name: "choose",
  sections: EVERY_SECTION,
  documentation: policyPage("choose"),
  children: {
    kind: "elements",
    elements: {
      when: {
        min: 1,
        attributes: { condition: { type: "boolean", required: true, expressions: true } },
        children: { kind: "policies" },
      },
      otherwise: { max: 1, children: { kind: "policies" } },
    },
  },
  compile(node) {
    const branches = node.children("when").map((when, index) => {
      const path = `when[${index + 1}]`;
      const place = { ...node.place, path: `${node.place.path}/${path}` };
      return { holds: when.boolean("condition", false), step: when.policies(path), place };
    });
    const otherwise = node.child("otherwise")?.policies("otherwise[1]") ?? null;
    return (run) => {
      for (let i = 0; i < branches.length; i++) {
        const { holds, step, place } = branches[i];
        try {
          if (!holds(run)) continue;
        } catch (thrown) {
          throw failureAt(place, thrown);
        }
        run.trace?.add(run, "choose", `when[${i + 1}] is true`);
        return step(run);
      }
      if (otherwise === null) {
        run.trace?.add(run, "choose", "no branch taken");
        return "next";
      }
      run.trace?.add(run, "choose", "otherwise");
      return otherwise(run);
    };
  },
});
