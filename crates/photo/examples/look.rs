use wangge_photo::*;
use wangge_tests::photo_generator::*;
fn png(name:&str,jpeg:&[u8]){ 
    let i=turbojpeg::decompress(jpeg, turbojpeg::PixelFormat::RGB).unwrap();
    image::RgbImage::from_raw(i.width as u32,i.height as u32,i.pixels).unwrap().save(format!("/tmp/look/{name}.png")).unwrap();
}
fn main(){
    let a=std::env::args().nth(1);
    let t=std::time::Instant::now();
    let n=std::env::args().nth(2).and_then(|s|s.parse().ok()).unwrap_or(12);
    let p=Pool::draw(5,n,&|_|{});
    println!("pool of {n} in {:?}",t.elapsed());
    let exif=|i:usize|ShotExif{taken_at_ms:1_788_224_400_000,lat_microdeg:27_790_000,lon_microdeg:120_610_000,orientation:p.orientation(i),model:"demo".into(),unique_id:i as u128};
    let sizes:Vec<_>=(0..n).map(|i|p.shot(i,&exif(i)).len()).collect();
    println!("{:?} min {:?} max {:?}",sizes.iter().sum::<usize>()/n,sizes.iter().min(),sizes.iter().max());
    let mut o=Options::default(); o.view_long_edge=900;
    let mut ts=vec![];
    for i in 0..n.min(12){ let s=p.shot(i,&exif(i)); let t=std::time::Instant::now(); let _=process(&s,&Limits::default(),&Options::default()).unwrap(); ts.push(t.elapsed());
      let r=process(&s,&Limits::default(),&o).unwrap(); png(&format!("pool{i}"),&r.view.bytes); if i==0{png("thumb",&r.thumbnail.bytes);} }
    ts.sort(); println!("process {:?}",ts);
    png("small",&small_jpeg(3,640,480)); println!("small {}",small_jpeg(3,640,480).len());
    if let Some(f)=a{ let f=std::fs::read(f).unwrap();
      let t=std::time::Instant::now();
      let w=watermark(&p.shot(0,&exif(0)),Watermark{font:&f,lines:&["2026年9月1日 09:00:00 +08:00","云岭县青峰镇石门村 解放路12号（二层出租房）","检查人：陈志远、林晓红","编号：青消网查〔2026〕第000123号 㙟"]},&Limits::default(),&Options::default()).unwrap();
      println!("watermark {:?} missing {:?} {} bytes",t.elapsed(),w.missing,w.copy.bytes.len()); png("watermark",&w.copy.bytes);}
    for f in std::fs::read_dir("/tmp/look/in").unwrap(){ let f=f.unwrap().path(); let b=std::fs::read(&f).unwrap(); let t=std::time::Instant::now(); let r=process(&b,&Limits::default(),&o).unwrap(); println!("{f:?} {:?} {:?}",t.elapsed(),r.facts); png(f.file_stem().unwrap().to_str().unwrap(),&r.view.bytes);}
}
