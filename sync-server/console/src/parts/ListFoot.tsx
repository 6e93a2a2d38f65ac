import { Button } from 'antd'
import { useText } from '../text/language'

/** Below a list that is read page by page: how much of it is shown, and more of it. */
export function ListFoot(props: { shown: number; hasMore: boolean; isLoading: boolean; onMore: () => void }) {
  const text = useText()
  return (
    <div className="list-foot">
      <span>{text.shown(props.shown, props.hasMore)}</span>
      {props.hasMore && (
        <Button loading={props.isLoading} onClick={props.onMore}>
          {text.more}
        </Button>
      )}
    </div>
  )
}
