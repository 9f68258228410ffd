import { valueOnPaths } from "../../model/paths.js";

/** Answers with the sum of some groups of options and of what each may be off. */
onmessage = ({ data: { groups } }) => {
  const found = groups.map((group) => valueOnPaths(group));
  postMessage({
    value: found.reduce((sum, it) => sum + it.value, 0),
    error: found.reduce((sum, it) => sum + it.error, 0),
  });
};
