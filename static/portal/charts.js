// Draws the charts of a page from the JSON beside them, in the colours of the theme.
(function () {
  const drawn = [];

  function color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--chart-${name}`).trim();
  }

  // Patterns tell the parts apart without colour; the list follows the order of the series.
  const PATTERNS = [
    { symbol: "none" },
    { dashArrayX: [1, 0], dashArrayY: [3, 6], rotation: -Math.PI / 4 },
    { symbol: "circle", dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0], symbolSize: 0.6 },
    { dashArrayX: [1, 0], dashArrayY: [3, 6], rotation: Math.PI / 4 },
    { dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: 0 },
    { symbol: "rect", dashArrayX: [[5, 5], [0, 5, 5, 0]], dashArrayY: [5, 0], symbolSize: 0.7 },
    { symbol: "none" },
    { dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -Math.PI / 4 },
  ];

  function pattern(place, isUnfinished) {
    const ink = color("pattern");
    if (isUnfinished) return { color: color("unfinished"), dashArrayX: [1, 0], dashArrayY: [4, 3], rotation: -Math.PI / 4 };
    return { color: ink, ...PATTERNS[place % PATTERNS.length] };
  }

  function bars(series, place, unfinished) {
    const fill = color(series.role);
    return {
      name: series.name,
      type: "bar",
      stack: "all",
      barMaxWidth: 44,
      color: fill,
      itemStyle: { color: fill, decal: pattern(place, false), borderColor: color("surface"), borderWidth: 1 },
      data: series.data.map((value, index) =>
        unfinished.includes(index) ? { value, itemStyle: { decal: pattern(place, true), opacity: 0.75 } } : value
      ),
    };
  }

  function option(figures, currency) {
    const ink = color("ink");
    const grid = color("grid");
    const money = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const short = new Intl.NumberFormat(undefined, { notation: "compact" });
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      legend: { type: "plain", bottom: 0, left: 0, icon: "roundRect", itemWidth: 16, itemHeight: 12, textStyle: { color: ink } },
      grid: { top: 28, left: 4, right: 4, bottom: 12 + 24 * legendRows(figures), containLabel: true },
      tooltip: {
        trigger: "axis",
        renderMode: "richText", // HTML tooltips need inline styles, which the page's policy forbids
        confine: true,
        axisPointer: { type: "shadow" },
        backgroundColor: color("surface"),
        borderColor: grid,
        textStyle: { color: ink },
        valueFormatter: (value) => money.format(Number(value)),
      },
      xAxis: { type: "category", data: figures.categories, axisLabel: { color: ink, hideOverlap: true, lineHeight: 15 }, axisLine: { lineStyle: { color: grid } }, axisTick: { show: false } },
      yAxis: { type: "value", name: currency, nameTextStyle: { color: ink, align: "left" }, nameGap: 12, axisLabel: { color: ink, formatter: (value) => short.format(value) }, splitLine: { lineStyle: { color: grid } } },
      series: figures.series.map((series, place) => bars(series, place, figures.unfinished)),
    };
  }

  // What flows from pools on the left to teams on the right. Only echarts.min.js can draw it.
  function flow(figures, currency) {
    const ink = color("ink");
    const money = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const fills = { pool: color("team-2"), team: color("team-1"), unallocated: color("unallocated") };
    const narrow = document.getElementById("main").clientWidth < 600;
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      tooltip: {
        trigger: "item",
        renderMode: "richText",
        confine: true,
        backgroundColor: color("surface"),
        borderColor: color("grid"),
        textStyle: { color: ink },
        valueFormatter: (value) => `${money.format(Number(value))} ${currency}`,
      },
      series: [
        {
          type: "sankey",
          left: 4,
          right: narrow ? 108 : 168,
          top: 8,
          bottom: 8,
          nodeGap: narrow ? 6 : 9,
          nodeWidth: 14,
          draggable: false,
          emphasis: { focus: "adjacency" },
          label: { color: ink, fontSize: narrow ? 10 : 12, width: narrow ? 100 : 160, overflow: "truncate", textBorderWidth: 0 },
          lineStyle: { color: "source", opacity: 0.35, curveness: 0.5 },
          data: figures.nodes.map((node) => ({ name: node.name, itemStyle: { color: fills[node.role], borderColor: color("surface") } })),
          links: figures.links.map((link) => ({ ...link, value: Number(link.value) })),
        },
      ],
    };
  }

  const DRAWINGS = { bars: option, flow };

  function legendRows(figures) {
    const width = figures.series.reduce((sum, series) => sum + 44 + 7 * series.name.length, 0);
    return Math.max(1, Math.ceil(width / Math.max(260, document.getElementById("main").clientWidth - 60)));
  }

  function draw(box) {
    forget();
    const figures = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    box.hidden = false;
    const chart = echarts.init(box, null, { renderer: "svg" });
    const paint = () => {
      chart.setOption(DRAWINGS[box.dataset.kind](figures, box.dataset.currency), true);
      const svg = box.querySelector("svg");
      svg.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`); // lets paper scale it
    };
    paint();
    drawn.push({ box, chart, paint });
  }

  // Charts that a swap has taken off the page.
  function forget() {
    for (const gone of drawn.filter(({ box }) => !box.isConnected)) {
      gone.chart.dispose();
      drawn.splice(drawn.indexOf(gone), 1);
    }
  }

  document.querySelectorAll("[data-chart]").forEach(draw);
  document.body.addEventListener("htmx:load", (event) =>
    event.target.querySelectorAll("[data-chart][hidden]").forEach(draw)
  );
  document.addEventListener("themechange", () => drawn.forEach(({ paint }) => paint()));
  window.addEventListener("resize", () =>
    drawn.forEach(({ chart, paint }) => {
      chart.resize();
      paint();
    })
  );
})();
