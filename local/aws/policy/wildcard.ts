/**
 * Whether `text` matches `pattern`, where `*` stands for any run of characters and `?` for exactly one. Linear
 * memory, and at worst |pattern| × |text| steps: a policy cannot stall the endpoint as a regular expression could.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  const wanted = [...pattern];
  const given = [...text];
  let p = 0;
  let star = -1;
  let resume = 0;
  let t = 0;
  while (t < given.length) {
    if (p < wanted.length && wanted[p] === "*") {
      star = p;
      resume = t;
      p += 1;
    } else if (p < wanted.length && (wanted[p] === "?" || wanted[p] === given[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      resume += 1;
      t = resume;
      p = star + 1;
    } else {
      return false;
    }
  }
  while (wanted[p] === "*") p += 1;
  return p === wanted.length;
}
