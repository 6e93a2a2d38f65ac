use wangge_tests::photo_generator::*;
fn main(){ let p=Pool::draw(5,6,&|_|{}); for i in 0..6{ std::fs::write(format!("/tmp/look/shot{i}.jpg"),p.shot(i,&ShotExif{taken_at_ms:0,lat_microdeg:1,lon_microdeg:1,orientation:p.orientation(i),model:"m".into(),unique_id:1})).unwrap();}}
