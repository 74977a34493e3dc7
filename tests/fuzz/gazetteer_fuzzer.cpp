// The gazetteer's file: any payload under a right checksum is opened and asked, or refused with FormatError; no read
// leaves the mapping.
#include "base/error.hpp"
#include "gazetteer/gazetteer.hpp"
#include "tests/fuzz/support.hpp"

#include <filesystem>
#include <unistd.h>

using namespace cityweave;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto path = std::filesystem::temp_directory_path() / ("cityweave-fuzz-" + std::to_string(::getpid()) + ".cwg");
    base::write_compiled_file(path, gazetteer::gazetteer_format, "fuzz", fuzz::bytes_of(data, size));
    try {
        const auto gazetteer = gazetteer::Gazetteer::open(path);
        std::filesystem::remove(path);
        (void)gazetteer.place(1);
        (void)gazetteer.named("turku");
        (void)gazetteer.named_from("t", 20);
        (void)gazetteer.near_keys("turkku", "FI", 2);
        (void)gazetteer.values(gazetteer::Section::words, "kaupunki");
        (void)gazetteer.countries();
    } catch (const base::FormatError&) {
    }
    return 0;
}
