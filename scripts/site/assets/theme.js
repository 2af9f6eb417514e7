// Before anything is drawn: what the reader chose, if anything; otherwise the system's choice holds.
{
  const chosen = localStorage.getItem('dome-theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
}
