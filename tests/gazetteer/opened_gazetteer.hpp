// The compiled gazetteer of this build, opened once for all tests of the folder.
#pragma once

#include "base/error.hpp"
#include "gazetteer/countries.hpp"
#include "gazetteer/gazetteer.hpp"

#include <cstdlib>
#include <filesystem>

namespace cityweave::test {

inline const gazetteer::Gazetteer& opened_gazetteer() {
    static const auto opened = [] {
        const char* folder = std::getenv("CITYWEAVE_DATA");
        if (folder == nullptr) throw base::ConfigError("CITYWEAVE_DATA must name the folder of the compiled gazetteer");
        return gazetteer::Gazetteer::open(std::filesystem::path(folder) / "gazetteer.cwg");
    }();
    return opened;
}

inline const gazetteer::Countries& all_countries() {
    static const gazetteer::Countries countries(opened_gazetteer());
    return countries;
}

} // namespace cityweave::test
