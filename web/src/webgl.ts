/** Whether the browser can draw a map at all; asked before a megabyte of MapLibre is fetched. */
export function hasWebgl2(): boolean {
  try {
    const context = document.createElement("canvas").getContext("webgl2");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}
