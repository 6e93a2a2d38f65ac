# Sourced by the scripts that build the library for phones: what makes it smaller without touching
# what it does. Relocations are packed, functions with the same body are kept once; C is built
# without tables for unwinding, as no panic passes through it.
case $(uname) in
Linux)
    # The linker of this machine and its C library unpack relocations of this form from 2.36 on.
    phone_links="-C link-arg=-Wl,-z,pack-relative-relocs"
    phone_links="$phone_links -C link-arg=-Wl,--icf=all -C link-arg=-Wl,-O2 -C link-arg=-Wl,--build-id=none"
    ;;
*) phone_links="" ;;
esac
phone_c="-fno-asynchronous-unwind-tables -fno-unwind-tables"
