import { nothing } from "lit";
import { directive, Directive } from "lit/directive.js";

/**
 * Sets style properties of an element, in its tag: `<div ${styled({ top: "4px" })}>`. The style
 * attribute itself is forbidden by the page's security policy.
 */
class Styled extends Directive {
  #before = new Set();

  render() {
    return nothing;
  }

  update({ element }, [styles]) {
    for (const name of this.#before) if (!(name in styles)) element.style.removeProperty(name);
    this.#before = new Set(Object.keys(styles));
    for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value);
    return nothing;
  }
}

export const styled = directive(Styled);
