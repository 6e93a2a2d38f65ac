use serde_json::{Value, json};
use wangge_mobile_core::{BlobCount, Status};

/// Where everything is.
pub(crate) fn status(status: &Status) -> Value {
    json!({
        "enrolled": status.user.is_some(),
        "tenant_name": status.tenant_name,
        "user": status.user,
        "user_name": status.user_name,
        "device": status.device,
        "demo": status.demo,
        "drafts": status.drafts,
        "pending": status.pending,
        "refused": status.refused,
        "thumbnails": count(status.thumbnails),
        "views": count(status.views),
        "originals": count(status.originals),
        "lease_days_left": status.lease_days_left,
        "lease_warning": status.lease_warning,
        "clock": status.clock.map(|doubt| json!({
            "days": doubt.days, "certain": doubt.certain,
            "message": doubt.zh(), "message_en": doubt.en(),
        })),
        "unfiled": status.unfiled,
        "last_sync_ms": status.last_sync,
        "policy_revision": status.policy_revision,
        "free_mib": status.free_mib,
        "low_space": status.low_space,
        "cloned": status.cloned,
        "remote_locked": status.remote_locked,
        "initial_sync_complete": status.initial_sync_complete,
        "syncing": status.syncing,
    })
}

fn count(count: BlobCount) -> Value {
    json!({ "total": count.total, "held": count.held, "lost": count.lost })
}
