/**
 * A program for the page: gives the texts whose colour stands out too little from what is behind them (WCAG 2.2, AA:
 * 4.5, or 3 for large ones), each with its ratio. Colours that canvases are drawn with it can't see.
 */
export const unreadableTexts = `(() => {
  const channels = (color) => {
    const context = document.createElement("canvas").getContext("2d");
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([red, green, blue]) => {
    const linear = [red, green, blue].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = channels(getComputedStyle(each).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const found = [];
  for (const element of document.body.querySelectorAll("*")) {
    const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
    const { width, height } = element.getBoundingClientRect();
    if (text === "" || width <= 1 || height <= 1) continue;
    const style = getComputedStyle(element);
    const color = channels(element instanceof SVGElement ? style.fill : style.color);
    const [lighter, darker] = [luminance(color), luminance(behind(element))].sort((one, other) => other - one);
    const ratio = (lighter + 0.05) / (darker + 0.05);
    const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) found.push(text + ": " + ratio.toFixed(2));
  }
  return found;
})()`;
