// <time data-countdown datetime=…>: the same words as {% countdown %}, once a minute.
function words(ms) {
  const minutes = Math.floor(ms / 60000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  if (days) return hours ? `${days} d ${hours} h` : `${days} d`;
  if (hours) return rest && hours < 6 ? `${hours} h ${rest} min` : `${hours} h`;
  return `${Math.max(rest, 1)} min`;
}

function refresh() {
  for (const time of document.querySelectorAll("time[data-countdown]")) {
    const left = Date.parse(time.dateTime) - Date.now();
    const text = left > 0 ? words(left) : time.dataset.over;
    if (time.textContent !== text) time.textContent = text;
  }
}

setInterval(refresh, 20000);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
