#include "base/shared_library.hpp"

#include "base/error.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

namespace cityweave::base {

SharedLibrary SharedLibrary::open(const std::string& name) {
    void* const handle = ::dlopen(name.c_str(), RTLD_LAZY | RTLD_LOCAL);
    if (handle == nullptr) throw IoError(fmt::format("{}: the library cannot be opened: {}", name, ::dlerror()));
    return SharedLibrary(name, handle);
}

void* SharedLibrary::address(const char* name) const {
    void* const found = ::dlsym(handle_, name);
    if (found == nullptr) throw IoError(fmt::format("{}: the library has no function {}", name_, name));
    return found;
}

} // namespace cityweave::base
