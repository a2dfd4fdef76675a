/** The look of the printed report: paper, one ink, and a colour only where something is decided. */
export const REPORT_STYLE = `
@page { size: A4; margin: 16mm 14mm 18mm; }
* { box-sizing: border-box; }
html { background: #eeece8; }
body {
  max-width: 210mm; margin: 8mm auto; padding: 16mm 14mm; background: #fff; color: #26221e;
  font: 10pt/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums; -webkit-print-color-adjust: exact; print-color-adjust: exact;
}
@media print { html { background: none; } body { max-width: none; margin: 0; padding: 0; } }
h1, h2 { font-family: "Source Serif 4", Georgia, "Times New Roman", serif; font-weight: 600; line-height: 1.2; }
h1 { margin: 2mm 0 1mm; font-size: 24pt; overflow-wrap: anywhere; }
h2 { margin: 9mm 0 2.5mm; font-size: 13pt; break-after: avoid; }
p { margin: 0 0 1.5mm; }
.eyebrow { display: flex; justify-content: space-between; color: #6b645c; }
.byline { color: #4a443d; font-size: 11pt; }
.facts { display: grid; grid-template-columns: repeat(4, auto); gap: 1mm 8mm; margin: 5mm 0 6mm; padding: 3mm 0;
  border-top: 0.4mm solid #26221e; border-bottom: 0.2mm solid #cfc9c1; }
.facts dt { color: #6b645c; font-size: 8.5pt; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.lights { display: grid; grid-template-columns: 1fr 1fr; gap: 5mm; }
.light { padding: 3.5mm 4mm; border: 0.2mm solid #cfc9c1; border-left-width: 1.6mm; border-radius: 1.2mm; break-inside: avoid; }
.light.green { border-left-color: #2c7a4b; } .light.amber { border-left-color: #b07c10; } .light.red { border-left-color: #b3362b; }
.light .label { color: #6b645c; font-size: 8.5pt; }
.light .answer { margin: 0 0 1.5mm; font-size: 13pt; font-weight: 600; }
.light.green .answer { color: #1f6239; } .light.amber .answer { color: #7d5605; } .light.red .answer { color: #9c2a20; }
.small { color: #6b645c; font-size: 8pt; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; font-size: 8.5pt; line-height: 1.35; }
th, td { padding: 1.2mm 1.6mm; border-bottom: 0.2mm solid #ddd8d1; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th:first-child, td:first-child { padding-left: 0; }
thead th { border-bottom: 0.4mm solid #26221e; font-weight: 600; vertical-align: bottom; overflow-wrap: normal; }
thead .small { display: block; font-size: 7pt; font-weight: 400; }
tr { break-inside: avoid; }
.figures { font-size: 7.5pt; }
.figures th, .figures td { padding: 1mm; text-align: right; }
.figures th:first-child, .figures td:first-child { min-width: 34mm; padding-left: 0; text-align: left; }
.figures td { white-space: nowrap; }
.figures td:first-child, .figures.words td { white-space: normal; }
.figures.words th, .figures.words td { text-align: left; }
.figures tr.within td:first-child { padding-left: 3mm; }
td.note { color: #8a8278; }
td.fail { background: #fbe9e6; color: #8c1d14; font-weight: 600; }
.where ~ .fail { min-width: 26mm; }
td.fail::before { content: "✗ "; }
.where { font-weight: 600; }
.legend td { font-size: 8pt; }
footer { margin-top: 9mm; padding-top: 2.5mm; border-top: 0.2mm solid #cfc9c1; }
`
