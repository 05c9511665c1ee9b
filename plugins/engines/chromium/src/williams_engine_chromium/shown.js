// Runs beside the page's own programs, in a world of its own: what they replaced of the browser's functions is whole here.
// Returns the page as HTML, with what stands in open shadow roots in the place where it is shown.
(longest) => {
  const of = (node) => node.shadowRoot && node.shadowRoot.mode === "open" ? node.shadowRoot : node;
  const shown = (node) =>
    node.localName === "slot" && node.getRootNode() instanceof ShadowRoot && node.assignedNodes().length
      ? node.assignedNodes()
      : of(node).childNodes;
  const hasShadows = () => {
    for (const each of document.querySelectorAll("*")) if (each.shadowRoot) return true;
    return false;
  };
  const copied = (root) => {
    const top = root.cloneNode(false);
    const open = [[root, top]];
    while (open.length) {
      const [from, to] = open.pop();
      for (const child of shown(from)) {
        const copy = document.importNode(child, child.localName === "template");
        to.append(copy);
        if (child.localName !== "template") open.push([child, copy]);
      }
    }
    return top;
  };
  const root = document.documentElement;
  if (!root) return { url: document.URL, html: "" };
  const html = (hasShadows() ? copied(root) : root).outerHTML;
  return html.length > longest ? { url: document.URL, length: html.length } : { url: document.URL, html };
}
