/**
 * Colors and sizes of the console: quiet, and dark enough on white for WCAG AA. Plain JavaScript,
 * because the script that writes the static style sheet reads it too.
 */
export const theme = {
  cssVar: { key: 'wangge' },
  hashed: false,
  token: {
    colorPrimary: '#1d4f91',
    colorPrimaryBg: '#e8eff8',
    colorPrimaryBgHover: '#d6e3f3',
    controlItemBgActive: '#e8eff8',
    controlItemBgActiveHover: '#d6e3f3',
    colorInfoBg: '#e8eff8',
    colorInfoBorder: '#b4cae8',
    colorSuccessBg: '#edf6ea',
    colorSuccessBorder: '#b7d8af',
    colorWarningBg: '#fdf4e7',
    colorWarningBorder: '#efcf9f',
    colorErrorBg: '#fdf0ee',
    colorErrorBorder: '#efb8b2',
    colorInfo: '#1d4f91',
    colorLink: '#1d4f91',
    colorSuccess: '#2b7a1f',
    colorWarning: '#a35200',
    colorError: '#c0271d',
    colorTextSecondary: '#4a4f57',
    colorTextTertiary: '#5b616b',
    colorTextDescription: '#5b616b',
    colorTextPlaceholder: '#6b7280',
    colorBgLayout: '#f3f5f8',
    borderRadius: 6,
    fontSize: 14,
    fontFamily:
      "-apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif",
  },
}
