/**
 * Every screen of the product: its address, its name, and the module that is fetched when it is
 * first seen. Those with `nav` stand in the header.
 */
export const routes = [
  { path: "/", name: "Dashboard", nav: true, element: "ms-dashboard", load: () => import("./dashboard/dashboard.js") },
  { path: "/risk", name: "Risk graph", nav: true, element: "ms-risk", load: () => import("./risk/risk.js") },
  { path: "/trades", name: "Trade log", nav: true, element: "ms-trades", load: () => import("./record/trades.js") },
  { path: "/trades/:id", name: "Trade", parent: "/trades", element: "ms-trade", load: () => import("./record/trade.js") },
  { path: "/positions", name: "Positions", nav: true, element: "ms-positions", load: () => import("./record/positions.js") },
  { path: "/orders", name: "Orders", nav: true, element: "ms-orders", load: () => import("./record/orders.js") },
  { path: "/imports", name: "Imports", element: "ms-imports", load: () => import("./record/imports.js") },
  { path: "/reports", name: "Reports", nav: true, element: "ms-reports", load: () => import("./record/reports.js") },
  { path: "/leaderboard", name: "Leaderboard", element: "ms-leaderboard", load: () => import("./record/leaderboard.js") },
  { path: "/profile", name: "Profile", element: "ms-profile", load: () => import("./profile/profile.js") },
  { path: "/settings", name: "Settings", element: "ms-settings", load: () => import("./profile/settings.js") },
];
