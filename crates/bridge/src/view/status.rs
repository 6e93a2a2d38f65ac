use serde_json::{Value, json};
use wangge_mobile_core::{BlobCount, Status};

/// Where everything is. Taken apart without `..`: a field that the core gains is not forgotten here.
pub(crate) fn status(status: &Status) -> Value {
    let Status {
        // One phone has one tenant: its name is shown.
        tenant: _,
        tenant_name,
        user,
        user_name,
        device,
        demo,
        drafts,
        returned,
        pending,
        refused,
        thumbnails,
        views,
        originals,
        unfiled,
        lease_days_left,
        lease_warning,
        certificate_days_left,
        certificate_warning,
        clock,
        last_sync,
        policy_revision,
        free_mib,
        low_space,
        recovering,
        cloned,
        remote_locked,
        initial_sync_complete,
        diverged,
        syncing,
    } = status;
    json!({
        "enrolled": user.is_some(),
        "tenant_name": tenant_name,
        "user": user,
        "user_name": user_name,
        "device": device,
        "demo": demo,
        "drafts": drafts,
        "returned": returned,
        "pending": pending,
        "refused": refused,
        "thumbnails": count(*thumbnails),
        "views": count(*views),
        "originals": count(*originals),
        "lease_days_left": lease_days_left,
        "lease_warning": lease_warning,
        "certificate_days_left": certificate_days_left,
        "certificate_warning": certificate_warning,
        "clock": clock.map(|doubt| json!({
            "days": doubt.days, "certain": doubt.certain,
            "message": doubt.zh(), "message_en": doubt.en(),
        })),
        "unfiled": unfiled,
        "last_sync_ms": last_sync,
        "policy_revision": policy_revision,
        "free_mib": free_mib,
        "low_space": low_space,
        "recovering": recovering,
        "cloned": cloned,
        "remote_locked": remote_locked,
        "initial_sync_complete": initial_sync_complete,
        "diverged": diverged,
        "syncing": syncing,
    })
}

fn count(count: BlobCount) -> Value {
    let BlobCount { total, held, lost } = count;
    json!({ "total": total, "held": held, "lost": lost })
}
